package dev.hamlet.engine.hypervisor.qemu;

import java.util.List;

/**
 * A value of the QEMU Machine Protocol: what a command returned, or what came with an event. Asking for what is not there
 * answers an empty text, 0, false or no elements: which fields exist depends on the version of QEMU. Immutable.
 */
public interface QmpValue {
    /** The value of a field; one that answers nothing to all questions where there is no such field. */
    QmpValue at(String field);

    /** Whether there is such a field. */
    boolean has(String field);

    /** The text of a field, empty where it is none. */
    String text(String field);

    /** The whole number of a field, 0 where it is none. */
    long number(String field);

    /** The truth of a field, false where it is none. */
    boolean flag(String field);

    /** The elements of a list, none where this is no list. */
    List<QmpValue> elements();

    /** This value itself as text; empty where it is none. */
    String asText();
}
