import type { Part, RequestDetail } from "../api";

/** The messages as people read them, the answer last. */
export function Conversation({ detail }: { detail: RequestDetail }) {
  const answer = detail.answerParts ?? [];
  return (
    <ol className="conversation">
      {detail.messages.map((message, index) => (
        // Messages have no ids of their own; their order never changes.
        <li key={index} className={`message ${message.role}`}>
          <h3>{message.role}</h3>
          {message.parts.map((part, at) => (
            <PartView key={at} part={part} />
          ))}
        </li>
      ))}
      {answer.length > 0 && (
        <li className="message answer">
          <h3>answer{detail.outcome === "truncated" && " (broken off)"}</h3>
          {answer.map((part, at) => (
            <PartView key={at} part={part} />
          ))}
          {detail.finishReason && <p className="finish">finished: {detail.finishReason}</p>}
        </li>
      )}
      {detail.error && (
        <li className="message error">
          <h3>error</h3>
          <p className="text">{detail.error}</p>
        </li>
      )}
      {detail.messages.length === 0 && answer.length === 0 && !detail.error && (
        <li className="message">
          <p>No conversation in this request. Its bytes are under request and response.</p>
        </li>
      )}
    </ol>
  );
}

function PartView({ part }: { part: Part }) {
  switch (part.kind) {
    case "text":
      return <p className="text">{part.text}</p>;
    case "reasoning":
      return (
        <details>
          <summary>reasoning</summary>
          <p className="text">{part.text}</p>
        </details>
      );
    case "tool_call":
      return (
        <pre>
          {part.name}({part.text})
        </pre>
      );
    case "tool_result":
      return <pre>{part.text}</pre>;
    default:
      // Binary parts are named, not loaded: the policy forbids foreign images, and so does privacy.
      return (
        <p className="binary">
          [{part.kind}
          {part.mediaType ? ` ${part.mediaType}` : ""}]{" "}
          {part.data && !part.data.startsWith("data:") && part.data.length < 200 ? part.data : ""}
          {part.text ?? ""}
        </p>
      );
  }
}
