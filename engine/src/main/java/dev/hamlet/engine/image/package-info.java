/**
 * Images that containers are made from, kept by their content: {@link dev.hamlet.engine.image.ImageStore} has them, brings
 * them in and out of archives, and lays their layers out as root file systems. The formats are those of the OCI image
 * specification 1.1 and of Docker's image specification. Safe for use by many threads and by many processes of one home;
 * all but listing reads and writes much and is run as jobs.
 */
@NullMarked
package dev.hamlet.engine.image;

import org.jspecify.annotations.NullMarked;
