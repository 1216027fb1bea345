/**
 * The command line: {@link dev.hamlet.app.cli.CommandLineFront} runs one command and answers its exit code, as
 * {@code docs/command-line.md} has it. Everything is printed through one {@link dev.hamlet.app.cli.Output}. A command
 * runs on the thread that called; jobs run on theirs.
 */
package dev.hamlet.app.cli;
