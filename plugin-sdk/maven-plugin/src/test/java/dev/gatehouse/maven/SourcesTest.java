package dev.gatehouse.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  @TempDir Path folder;

  @Test
  void tellsWhatWasChangedAddedAndRemoved() throws Exception {
    Path stays = Files.writeString(folder.resolve("Stays.java"), "same");
    Path changes = Files.writeString(folder.resolve("Changes.java"), "before");
    Path goes = Files.writeString(folder.resolve("Goes.java"), "soon");
    Sources sources = new Sources(List.of(folder, folder.resolve("missing")));

    CompletableFuture<List<Path>> changed = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> await(sources, changed));
    Files.writeString(changes, "afterwards");
    Path comes = Files.writeString(folder.resolve("Comes.java"), "new");
    Files.delete(goes);

    assertThat(changed.get(20, TimeUnit.SECONDS))
        .contains(changes)
        .doesNotContain(stays)
        .isSubsetOf(changes, comes, goes);
  }

  private static void await(Sources sources, CompletableFuture<List<Path>> changed) {
    try {
      changed.complete(sources.awaitChange());
    } catch (Exception e) {
      changed.completeExceptionally(e);
    }
  }
}
