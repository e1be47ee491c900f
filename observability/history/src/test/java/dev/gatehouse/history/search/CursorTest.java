package dev.gatehouse.history.search;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CursorTest {
  @Property
  void isReadAsItWasWritten(@ForAll long time, @ForAll long sequence) {
    Cursor cursor = new Cursor(time, sequence);

    assertThat(Cursor.parse(cursor.text())).contains(cursor);
  }

  @Property
  void anyOtherTextIsNone(@ForAll String text) {
    assertThat(Cursor.parse(text)).isEmpty();
  }

  @Example
  void anotherVersionIsNone() {
    assertThat(Cursor.parse("B" + new Cursor(1, 2).text().substring(1))).isEmpty();
  }
}
