package io.rollbackworker.request;

import java.util.List;

/** Nothing was sent: every line that is wrong, each with its place, the value and what is right. */
public final class Mistakes extends Exception {
  private static final int TOLD = 20;
  private static final long serialVersionUID = 1L;

  public Mistakes(List<String> sentences) {
    super(text(sentences));
  }

  private static String text(List<String> sentences) {
    String told = String.join("\n", sentences.subList(0, Math.min(TOLD, sentences.size())));
    String more =
        sentences.size() > TOLD ? "\nand " + (sentences.size() - TOLD) + " more mistakes" : "";
    return told + more + "\nNothing was sent.";
  }
}
