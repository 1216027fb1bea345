package dev.hamlet.app.console;

/** How large a guest's screen is shown. */
enum ScaleMode {
    /** As large as the window allows. */
    FIT,
    /** The largest whole multiple that the window allows, so that every pixel is alike; smaller than 1:1 it fits. */
    WHOLE,
    /** Each of its pixels is one of this screen's, and the window scrolls. */
    ACTUAL,
    /** The guest is asked for the size that the window has; until it follows, as large as fits. */
    FOLLOW
}
