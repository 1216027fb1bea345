package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MountTextTest {
    private static final MountText TEXT = new MountText(Path.of("/here/now"), Path.of("/home/me"));

    private static MountWish bind(String source, String target, boolean readOnly) {
        return new MountWish.Bind(Path.of(source), target, readOnly);
    }

    private static MountWish volume(String name, String target, boolean readOnly, boolean copied) {
        return new MountWish.Volume(name, target, readOnly, copied);
    }

    @Test
    void theShortFormIsReadAsDockerReadsIt() throws Exception {
        assertEquals(volume("data", "/data", false, true), TEXT.volume("data:/data"));
        assertEquals(volume("data", "/data", true, true), TEXT.volume("data:/data/:ro"));
        assertEquals(volume("data", "/data", true, false), TEXT.volume("data:/data:nocopy,ro"));
        assertEquals(volume("", "/data", false, true), TEXT.volume("/data"));
        assertEquals(bind("/srv", "/data", true), TEXT.volume("/srv:/data:ro,Z"));
        assertEquals(bind("/here/now/src", "/data", false), TEXT.volume("./src:/data"));
        assertEquals(bind("/here", "/data", false), TEXT.volume("..:/data:rw"));
        assertEquals(bind("/home/me/src", "/data", false), TEXT.volume("~/src:/data"));
    }

    @Test
    void theLongFormSaysEachThingByItsName() throws Exception {
        assertEquals(bind("/srv", "/data", true), TEXT.mount("type=bind,source=/srv,target=/data,readonly"));
        assertEquals(bind("/srv", "/data", false), TEXT.mount("type=bind,src=/srv,dst=/data,ro=false"));
        assertEquals(volume("data", "/d", true, false), TEXT.mount("source=data,destination=/d,ro,volume-nocopy"));
        assertEquals(volume("", "/d", false, true), TEXT.mount("type=volume,target=/d"));
        assertEquals(
                new MountWish.Memory("/t", Optional.of(ByteSize.ofMebibytes(8)), 0700),
                TEXT.mount("type=tmpfs,target=/t,tmpfs-size=8m,tmpfs-mode=700"));
        assertEquals(new MountWish.Memory("/t", Optional.empty(), 01777), TEXT.memory("/t"));
        assertEquals(
                new MountWish.Memory("/t", Optional.of(new ByteSize(4096)), 0755),
                TEXT.memory("/t:rw,size=4096,mode=0755"));
    }

    @Test
    void whatCannotBeIsRefused() {
        for (String wrong : List.of(
                "",
                ":",
                "a:",
                ":/a",
                "data:data",
                "data:/a:rx",
                "data:/a:ro:rw",
                "data",
                "/a:/",
                "/../..",
                "da ta:/a",
                "a/b:/a",
                "-a:/a",
                "/a\0b:/c")) {
            assertThrows(ProblemException.class, () -> TEXT.volume(wrong), wrong);
        }
        for (String wrong : List.of(
                "",
                "type=bind,target=/a",
                "type=bind,source=rel,target=/a",
                "type=npipe,target=/a",
                "source=a",
                "type=bind,source=/a,target=/b,target=/c",
                "type=tmpfs,target=/a,source=/b",
                "source=a,target=/b,ro=maybe",
                "type=tmpfs,target=/a,tmpfs-mode=9",
                "type=bind,source=/a,target=/b,bind-propagation=shared")) {
            assertThrows(ProblemException.class, () -> TEXT.mount(wrong), wrong);
        }
        for (String wrong : List.of("", "rel", "/a:exec", "/a:mode=x", "/a:size=lots", "/")) {
            assertThrows(ProblemException.class, () -> TEXT.memory(wrong), wrong);
        }
    }

    @Test
    void devicesAndLimitsOfProcessesAreReadToo() throws Exception {
        assertEquals(new DeviceWish(Path.of("/dev/a"), "/dev/a", "rwm"), DeviceWish.parse("/dev/a"));
        assertEquals(new DeviceWish(Path.of("/dev/a"), "/dev/b", "r"), DeviceWish.parse("/dev/a:/dev/b:r"));
        assertEquals(new DeviceWish(Path.of("/dev/a"), "/dev/a", "rw"), DeviceWish.parse("/dev/a:rw"));
        for (String wrong : List.of("", "dev/a", "/dev/a:b", "/dev/a:/dev/b:x", "/dev/a:/dev/b:r:w", "/dev/a:/")) {
            assertThrows(ProblemException.class, () -> DeviceWish.parse(wrong), wrong);
        }
        assertEquals(new Ulimit("nofile", 10, 20), Ulimit.parse("nofile=10:20"));
        assertEquals(new Ulimit("core", 0, 0), Ulimit.parse("core=0"));
        assertEquals(new Ulimit("core", 0, Ulimit.UNLIMITED), Ulimit.parse("core=0:unlimited"));
        assertEquals("core=0:-1", Ulimit.parse("core=0:-1").toString());
        for (String wrong : List.of("", "nofile", "nofile=", "nofile=2:1", "files=1", "core=-1:5", "core=-2")) {
            assertThrows(ProblemException.class, () -> Ulimit.parse(wrong), wrong);
        }
    }
}
