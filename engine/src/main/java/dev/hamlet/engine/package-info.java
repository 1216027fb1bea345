/** The root of the engine: {@link dev.hamlet.engine.Engine} puts the parts together and hands them out. */
package dev.hamlet.engine;
