import org.jspecify.annotations.NullMarked;

/** All of Hamlet's logic: no window, no native types. {@code dev.hamlet.engine.Engine} is where to begin. */
@NullMarked
module hamlet.engine {
    requires hamlet.nativebridge;
    requires hamlet.assets;
    requires com.fasterxml.jackson.databind;
    requires com.github.luben.zstd_jni;
    requires org.apache.commons.codec;
    requires org.snakeyaml.engine.v2;
    requires org.slf4j;
    requires java.net.http;
    requires java.xml;
    requires static org.jspecify;

    exports dev.hamlet.engine;
    exports dev.hamlet.engine.agent;
    exports dev.hamlet.engine.catalog;
    exports dev.hamlet.engine.comparison;
    exports dev.hamlet.engine.container;
    exports dev.hamlet.engine.container.fake;
    exports dev.hamlet.engine.diagnosis;
    exports dev.hamlet.engine.display;
    exports dev.hamlet.engine.host;
    exports dev.hamlet.engine.hypervisor.fake;
    exports dev.hamlet.engine.image;
    exports dev.hamlet.engine.image.registry;
    exports dev.hamlet.engine.inventory;
    exports dev.hamlet.engine.job;
    exports dev.hamlet.engine.machine;
    exports dev.hamlet.engine.media;
    exports dev.hamlet.engine.privilege;
    exports dev.hamlet.engine.problem;
    exports dev.hamlet.engine.process;
    exports dev.hamlet.engine.system;
    exports dev.hamlet.engine.terminal;
    exports dev.hamlet.engine.transfer;
    exports dev.hamlet.engine.usage;
}
