package io.rollbackworker.probe;

/** A question that documents leave open, and what was seen. */
public record Finding(String question, String answer) {}
