package dev.hamlet.app.offender;

final class RunsProgram {
    Object run() throws java.io.IOException {
        return Runtime.getRuntime().exec(new String[] {"true"});
    }
}
