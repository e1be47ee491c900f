package dev.gatehouse.sdk.provider;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.ai.Operation;

/// An upstream account. Implement [HttpProvider] for an upstream behind HTTP, [LocalProvider] for
/// one that answers in this process. Configured under `providers.<name>` with `type: <extension
/// name>`.
///
/// | method | when | thread | time limit | on error |
/// |---|---|---|---|---|
/// | [#protocol], [#supports], [#system] | any time, often: return the same | any; must not block | none | the exchange ends |
///
/// What is called for an attempt is told by [HttpProvider] and [LocalProvider]. Providers have no
/// error mode.
public interface Provider extends Extension {
  /// Where providers plug in.
  ExtensionPoint<Provider> POINT = new ExtensionPoint<>("provider", Provider.class);

  /// Returns the id of the client protocol that the provider speaks natively, such as `openai`.
  /// When the client speaks the same, bytes pass untranslated. Empty: always translated.
  String protocol();

  /// Returns whether the provider can do this at all.
  boolean supports(Operation operation);

  /// Returns the provider's name in the GenAI semantic conventions (`gen_ai.provider.name`), such
  /// as `openai` or `anthropic`.
  String system();
}
