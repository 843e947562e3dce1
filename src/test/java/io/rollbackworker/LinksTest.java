package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbackworker.testing.MarkdownLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever follows a link in our documents arrives. */
class LinksTest {
  @TempDir private Path folder;

  @Test
  void shouldLeadSomewhere() throws IOException {
    MarkdownLinks links = new MarkdownLinks(Path.of("").toAbsolutePath());

    assertThat(links.documents())
        .as("documents")
        .extracting(document -> document.getFileName().toString())
        .contains("README.md", "clouds.md", "design.md", "0001-own-formatter-call.md");
    assertThat(links.broken()).as("links that lead nowhere").isEmpty();
  }

  @Test
  void shouldFindLinksThatLeadNowhere() throws IOException {
    Files.createDirectories(folder.resolve("pages"));
    Files.writeString(
        folder.resolve("README.md"),
        """
        # Start

        [gone](pages/gone.md), [out](../out.md), [a picture](picture.png) on
        [two
        lines](nothing) and [elsewhere](https://example.org/nothing.md).
        [No heading](pages/page.md#gone), [nor here](#gone), [nor there](pages#gone).

            [code](nothing.md)

        ```
        [code](nothing.md)
        # No heading
        ```
        `[code](nothing.md)` [no](#no-heading)
        """);
    Files.writeString(folder.resolve("pages/page.md"), "# Page\n");

    assertThat(new MarkdownLinks(folder).broken())
        .containsExactly(
            "README.md: pages/gone.md: no such file",
            "README.md: ../out.md: no such file",
            "README.md: picture.png: no such file",
            "README.md: nothing: no such file",
            "README.md: pages/page.md#gone: no such heading",
            "README.md: #gone: no such heading",
            "README.md: pages#gone: no such heading",
            "README.md: #no-heading: no such heading");
  }

  @Test
  void shouldMakeAnchorsAsGitHubDoes() throws IOException {
    Files.writeString(
        folder.resolve("page.md"),
        """
        # P1, P2: `accepted` – or *not*?
        ## 2. Promises (tests, metrics)
        ## snake_case and kebab-case
        ## See [the page](page.md#again) ##
        ## Again
        ## Again
        ### Über uns

        [1](#p1-p2-accepted--or-not) [2](#2-promises-tests-metrics) [3](#snake_case-and-kebab-case)
        [4](#see-the-page) [5](#again) [6](#again-1) [7](page.md#über-uns) [8](.)
        """);

    assertThat(new MarkdownLinks(folder).broken()).isEmpty();
  }
}
