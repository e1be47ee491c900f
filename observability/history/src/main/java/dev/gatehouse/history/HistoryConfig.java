package dev.gatehouse.history;

import dev.gatehouse.history.index.IndexOptions;
import dev.gatehouse.history.index.IndexText;
import dev.gatehouse.history.index.SliceLength;
import dev.gatehouse.history.journal.Fsync;
import dev.gatehouse.history.journal.JournalOptions;
import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is kept of exchanges, for how long, and at what cost.
record HistoryConfig(
    @Option(
            description = "Whether exchanges are recorded and can be searched.",
            defaultValue = "true")
        boolean enabled,
    @Option(
            description =
                "Where records are kept; a relative path begins at the plugin's data folder. Left"
                    + " out: the data folder itself.",
            examples = {"/var/lib/gatehouse/history"})
        @Nullable String folder,
    @Option(
            description =
                "How much time one index covers; retention drops whole ones. Days suit less than"
                    + " one request a second.",
            defaultValue = "hour")
        SliceLength slice,
    @Option(
            description = "How long records are kept.",
            defaultValue = "30d",
            examples = {"7d", "90d"})
        Duration retentionAge,
    @Option(
            description =
                "How large the indexes may become together; beyond it the oldest slices go.",
            defaultValue = "20GiB")
        ByteSize retentionBytes,
    @Option(
            description =
                "When records are forced to the disk: always (before the next batch is taken),"
                    + " interval (within 5 ms) or never (when the system likes). The death of the"
                    + " process loses nothing in any case; this is about power.",
            defaultValue = "interval")
        Fsync fsync,
    @Option(
            description =
                "How many bytes may wait in the journal to be indexed. Beyond it new records are"
                    + " not kept and counted; those kept before stay safe.",
            defaultValue = "4GiB",
            advanced = true)
        ByteSize journalLimit,
    @Option(
            description =
                "Which words can be searched for: all (prompts, answers, tool calls, errors) or"
                    + " metadata (none of them, at a fifth of the cost). Bodies are kept either"
                    + " way.",
            defaultValue = "all")
        IndexText indexText,
    @Option(
            description =
                "How many characters of each kind of text of one record are indexed; of longer"
                    + " ones the begin and the end.",
            defaultValue = "65536",
            advanced = true)
        @Min(100)
        @Max(10_000_000)
        int indexTextLimit,
    @Option(
            description =
                "The share of one processor that indexing may use over time. Records wait in the"
                    + " journal meanwhile.",
            defaultValue = "0.5",
            advanced = true)
        @DecimalMin("0.01")
        @DecimalMax("1")
        double indexCpu,
    @Option(
            description = "How many searches run at a time; more wait, many more are refused.",
            defaultValue = "2",
            advanced = true)
        @Min(1)
        @Max(32)
        int searchThreads,
    @Option(
            description =
                "How long a search may take; what was found until then is shown as partial.",
            defaultValue = "5s",
            advanced = true)
        Duration searchTime,
    @Option(
            description = "How many complete slices are held open for searching.",
            defaultValue = "64",
            advanced = true)
        @Min(1)
        @Max(10_000)
        int openSlices) {
  private static final ByteSize LEAST = new ByteSize(1 << 20);

  /// Checks what goes beyond single ranges.
  HistoryConfig {
    if (retentionAge.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("retention-age has to be at least 1m, such as 30d");
    }
    if (searchTime.compareTo(Duration.ofMillis(10)) < 0
        || searchTime.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("search-time has to be from 10ms to 10m, such as 5s");
    }
    if (retentionBytes.bytes() < LEAST.bytes()) {
      throw new IllegalArgumentException("retention-bytes has to be at least " + LEAST);
    }
    if (journalLimit.bytes() < LEAST.bytes()) {
      throw new IllegalArgumentException("journal-limit has to be at least " + LEAST);
    }
  }

  JournalOptions journal() {
    return new JournalOptions(fsync, journalLimit.bytes(), JournalOptions.FILE_SIZE);
  }

  IndexOptions index() {
    return new IndexOptions(
        slice,
        indexText,
        indexTextLimit,
        retentionAge,
        retentionBytes.bytes(),
        indexCpu,
        openSlices);
  }
}
