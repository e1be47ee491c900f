package dev.gatehouse.sdk.admin;

import dev.gatehouse.sdk.exchange.Answer;

/// An ability that any extension instance may have: answering below `/admin/v1/<mount>`.
///
/// The kernel has checked the caller before. Mount names are unique; the kernel's own (`status`,
/// `config`, `routes`, `plugins`, `explain`, `openapi.json`) are taken. The mount `metrics` is also
/// served as `/metrics`.
///
/// | method | when | thread | time limit | on error | may touch |
/// |---|---|---|---|---|---|
/// | [#mount] | when a generation is built: return the same | the reloading one; must not block | none | the generation is refused | nothing |
/// | [#handle] | for each request below the mount | a virtual thread of the admin listener; may block | none | 500; never affects exchanges | its own state |
/// | [#openApiPaths] | when the API's description is asked for | the same; must not block | none | the same | nothing |
public interface AdminExtension {
  /// Returns the mount's name in kebab-case, the same for the life of the instance.
  String mount();

  /// Answers. A [dev.gatehouse.sdk.http.ProblemException] becomes `application/problem+json`.
  Answer handle(AdminRequest request) throws Exception;

  /// Describes the resources below the mount as the `paths` object of an OpenAPI 3.1 document, with
  /// paths relative to the mount (`""`, `/{id}`); JSON text. Empty when not described.
  default String openApiPaths() {
    return "";
  }
}
