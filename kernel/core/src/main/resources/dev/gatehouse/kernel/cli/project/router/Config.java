package {{package}};

/// A router is named by a model and has no settings of its own.
public record {{Name}}Config() {}
