package dev.hamlet.app.offender;

final class LoadsUrl {
    Object load(java.net.URL url) throws java.io.IOException {
        return url.openStream();
    }
}
