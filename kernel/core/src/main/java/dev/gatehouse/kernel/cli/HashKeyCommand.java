package dev.gatehouse.kernel.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes the hash of a consumer's key.
@Command(
    name = "hash-key",
    description =
        "Reads a key from standard input and prints the hash to put under consumers.<name>.keys.",
    mixinStandardHelpOptions = true)
final class HashKeyCommand implements Callable<Integer> {
  @Option(
      names = "--generate",
      description = "Makes a new key and prints it, once, before its hash.")
  boolean generate;

  @Override
  public Integer call() throws IOException, NoSuchAlgorithmException {
    String key;
    if (generate) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      key = "gh-" + HexFormat.of().formatHex(random);
      System.out.println("key:  " + key);
    } else {
      String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
      if (line == null || line.isBlank()) {
        System.err.println("Give the key on standard input, or --generate one.");
        return 2;
      }
      key = line.strip();
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    System.out.println("hash: sha256:" + HexFormat.of().formatHex(hash));
    return 0;
  }
}
