package dev.gatehouse.history.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void areFoundByNameAliasAndTag() {
    assertThat(Fields.find("LATENCY")).get().extracting(Field::name).isEqualTo("latency");
    assertThat(Fields.find("latencyms")).get().extracting(Field::name).isEqualTo("latency");
    assertThat(Fields.find("attr.Team")).get().extracting(Field::name).isEqualTo("attr.Team");
    assertThat(Fields.find("attr.")).isEmpty();
    assertThat(Fields.find("nothing")).isEmpty();
  }

  @Test
  void areAllInTheReference() throws Exception {
    String page = Files.readString(Path.of("../../site/docs/reference/query.md"));

    for (Field field : Fields.all()) {
      String kind = field.kind().name().toLowerCase(Locale.ROOT);
      assertThat(page)
          .contains("| `" + field.name() + "` | " + kind + " | " + field.description() + " |");
      assertThat(field.aliases()).allSatisfy(alias -> assertThat(page).contains("`" + alias + "`"));
    }
  }
}
