package dev.hamlet.app.offender;

final class Emulates {
    com.techsenger.jeditermfx.core.TextStyle style;
}
