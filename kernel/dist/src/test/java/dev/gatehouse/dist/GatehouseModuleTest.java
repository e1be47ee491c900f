package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.gatehouse.sdk.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatehouseModuleTest {
  @ParameterizedTest
  @CsvSource({
    "sdk, sdk, true",
    "sdk, kernel, false",
    "kernel, sdk, true",
    "kernel, telemetry, false",
    "kernel, testkit, false",
    "testkit, kernel, true",
    "testkit, plugins.openai, false",
    "history, sdk, true",
    "history, telemetry, false",
    "plugins.cache, plugins.cache, true",
    "plugins.cache, plugins.transform, false",
    "plugins.cache, kernel, false",
  })
  void usesTheSdkAndItselfOnly(String user, String used, boolean allowed) {
    assertThat(new GatehouseModule(user).mayUse(new GatehouseModule(used))).isEqualTo(allowed);
  }

  @Test
  void readsItsNameFromThePackage() {
    ClassFileImporter importer = new ClassFileImporter();

    assertThat(GatehouseModule.of(importer.importClass(Headers.class)))
        .contains(new GatehouseModule("sdk"));
    assertThat(GatehouseModule.of(importer.importClass(String.class))).isEmpty();
  }
}
