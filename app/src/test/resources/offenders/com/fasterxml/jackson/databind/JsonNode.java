package com.fasterxml.jackson.databind;

public final class JsonNode {}
