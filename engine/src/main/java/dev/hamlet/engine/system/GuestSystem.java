package dev.hamlet.engine.system;

/**
 * A guest's operating system, as far as it is known.
 *
 * @param id what {@code MachineSpec.system} keeps, such as {@code debian-12}; {@code debian} where the version is not
 *     known, empty where the system is not
 * @param family never {@code UNKNOWN} where there is an id
 * @param distribution the id without the version, such as {@code debian} or {@code windows-server}; empty where only the
 *     family is known
 * @param name as its publisher has it, such as {@code Debian 12}, the same in every language; empty where not known
 * @param version such as {@code 12}, {@code 24.04} or {@code 15 SP6}; empty where not known, and for what has none
 * @param rolling whether it has no versions to be known, as Arch Linux
 * @param icon key of its icon: {@code debian}, {@code windows}, {@code linux}, …; {@code unknown} where not known
 * @param needs what a machine for it needs; careful values where the system is not known
 */
public record GuestSystem(
        String id,
        SystemFamily family,
        String distribution,
        String name,
        String version,
        boolean rolling,
        String icon,
        SystemNeeds needs) {

    /** Whether it is known which version this is, or that there are none. */
    public boolean isExact() {
        return !distribution.isEmpty() && (rolling || !version.isEmpty());
    }

    /** The same with other needs. */
    GuestSystem with(SystemNeeds other) {
        return new GuestSystem(id, family, distribution, name, version, rolling, icon, other);
    }
}
