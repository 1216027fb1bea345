import org.jspecify.annotations.NullMarked;

/** The JavaFX window and the command line. */
@NullMarked
module hamlet.app {
    requires hamlet.engine;
    requires hamlet.assets;
    requires info.picocli;
    requires com.fasterxml.jackson.databind;
    requires java.management;
    requires org.slf4j;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires javafx.controls;
    requires atlantafx.base;
    requires com.techsenger.jeditermfx.core;
    requires org.controlsfx.controls;
    requires org.kordamp.ikonli.javafx;
    requires org.kordamp.ikonli.feather;
    requires org.kordamp.ikonli.materialdesign2;
    requires org.commonmark;
    requires org.commonmark.ext.gfm.tables;
    requires static org.jspecify;

    exports dev.hamlet.app.shell to
            javafx.graphics;

    opens dev.hamlet.app.cli to
            info.picocli;

    provides ch.qos.logback.classic.spi.Configurator with
            dev.hamlet.app.LogSetup;
}
