package dev.hamlet.engine.system;

import dev.hamlet.engine.media.CdInfo;

/** The texts of a volume descriptor that systems are known by; blanks around them say nothing. */
record VolumeTexts(String volume, String system, String publisher, String application) {
    static VolumeTexts of(CdInfo cd) {
        return new VolumeTexts(
                cd.volumeId().strip(),
                cd.systemId().strip(),
                cd.publisher().strip(),
                cd.application().strip());
    }
}
