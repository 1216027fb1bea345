package dev.hamlet.app.offender;

final class IsThread extends Thread {}
