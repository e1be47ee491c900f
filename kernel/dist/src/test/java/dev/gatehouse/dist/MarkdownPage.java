package dev.gatehouse.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A page of the documentation as its readers follow it: fenced blocks from top to bottom.
///
/// `yaml` is a configuration file, `bash` is to be run. Other blocks are for looking at.
record MarkdownPage(Path file, List<Block> blocks) {
  private static final Pattern FENCE = Pattern.compile("^```(\\w*)\\s*(?:\\[([^\\]]+)\\])?.*$");

  /// One fenced block.
  ///
  /// @param language the word after the fence
  /// @param title what stands in brackets, or empty
  /// @param line where the block begins, from 1
  record Block(String language, String title, int line, String text) {}

  static MarkdownPage read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (!fence.matches()) {
        continue;
      }
      int start = i + 1;
      for (i = start; i < lines.size() && !lines.get(i).startsWith("```"); i++) {}
      blocks.add(
          new Block(
              fence.group(1),
              fence.group(2) == null ? "" : fence.group(2),
              start,
              String.join("\n", lines.subList(start, Math.min(i, lines.size())))));
    }
    return new MarkdownPage(file, List.copyOf(blocks));
  }

  List<Block> configurations() {
    return blocks.stream().filter(block -> block.language().equals("yaml")).toList();
  }

  /// The blocks to run, without those that start the gateway, which the test does by itself.
  List<Block> commands() {
    return blocks.stream()
        .filter(block -> block.language().equals("bash"))
        .filter(block -> !block.text().startsWith("./gatehouse start"))
        .toList();
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
