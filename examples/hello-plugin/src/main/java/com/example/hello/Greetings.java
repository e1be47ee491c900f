package com.example.hello;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// How to greet in which language, from the file beside this class.
record Greetings(Map<String, String> byLanguage, String libraryVersion) {
  static Greetings read() throws IOException {
    try (InputStream in = Greetings.class.getResourceAsStream("greetings.yaml")) {
      Map<String, String> read = new HashMap<>();
      Load yaml = new Load(LoadSettings.builder().build());
      ((Map<?, ?>) yaml.loadFromInputStream(in))
          .forEach((language, greeting) -> read.put(language.toString(), greeting.toString()));
      return new Greetings(Map.copyOf(read), versionOfLibrary());
    }
  }

  String in(String language) {
    String greeting = byLanguage.get(language);
    if (greeting == null) {
      throw new IllegalArgumentException(
          "there is no greeting in \"" + language + "\"; there is one in " + byLanguage.keySet());
    }
    return greeting;
  }

  /// Which version of the YAML library this class was given: ours, whatever the gateway uses.
  private static String versionOfLibrary() throws IOException {
    try (InputStream in =
        Load.class.getResourceAsStream(
            "/META-INF/maven/org.snakeyaml/snakeyaml-engine/pom.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }
}
