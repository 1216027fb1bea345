package com.techsenger.jeditermfx.core;

public class TextStyle {}
