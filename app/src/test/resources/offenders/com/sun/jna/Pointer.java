package com.sun.jna;

public final class Pointer {}
