/** Icons, style sheets, message bundles and catalogue data; no code. */
@SuppressWarnings("opens") // Packages of resources hold no class, which javac takes for a mistake.
module hamlet.assets {
    opens dev.hamlet.assets;
}
