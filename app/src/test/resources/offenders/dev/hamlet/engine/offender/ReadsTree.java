package dev.hamlet.engine.offender;

final class ReadsTree {
    com.fasterxml.jackson.databind.JsonNode tree;
}
