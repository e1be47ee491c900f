package dev.gatehouse.history.search;

import dev.gatehouse.history.index.IndexNames;
import dev.gatehouse.history.journal.EncodedRecord;
import dev.gatehouse.history.journal.RecordCodec;
import dev.gatehouse.sdk.log.ExchangeRecord;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.StoredFieldVisitor;

/// Reads the stored fields of a document: what lists need, or the bodies too.
final class StoredItem extends StoredFieldVisitor {
  private final boolean withBodies;
  private byte[] head = new byte[0];
  private byte[] bodies = new byte[0];
  private String prompt = "";
  private String answer = "";

  StoredItem(boolean withBodies) {
    this.withBodies = withBodies;
  }

  @Override
  public Status needsField(FieldInfo field) {
    return switch (field.name) {
      case IndexNames.HEAD, IndexNames.SHORT_PROMPT, IndexNames.SHORT_ANSWER -> Status.YES;
      case IndexNames.BODIES -> withBodies ? Status.YES : Status.STOP;
      default -> Status.NO;
    };
  }

  @Override
  public void binaryField(FieldInfo field, byte[] value) {
    if (field.name.equals(IndexNames.HEAD)) {
      head = value;
    } else {
      bodies = value;
    }
  }

  @Override
  public void stringField(FieldInfo field, String value) {
    if (field.name.equals(IndexNames.SHORT_PROMPT)) {
      prompt = value;
    } else {
      answer = value;
    }
  }

  Item item() {
    return new Item(RecordCodec.decodeHead(head), prompt, answer);
  }

  Item whole() {
    ExchangeRecord record = RecordCodec.decode(new EncodedRecord(head, bodies));
    return new Item(record, prompt, answer);
  }
}
