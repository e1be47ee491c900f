import { useMemo, useState } from "react";
import type { RecordedBody } from "../api";
import { bytes } from "../format";

interface Props {
  body: RecordedBody;
  title: string;
  href: string;
}

/** The bytes as they passed; JSON can be shown indented, but the download is always byte-true. */
export function RawBody({ body, title, href }: Props) {
  const [pretty, setPretty] = useState(true);
  const indented = useMemo(() => {
    if (!body.bodyText || !body.contentType?.includes("json")) return null;
    try {
      return JSON.stringify(JSON.parse(body.bodyText), null, 2);
    } catch {
      return null;
    }
  }, [body]);
  const text =
    pretty && indented !== null ? indented : (body.bodyText ?? (body.bodyBase64 ? "(binary)" : ""));
  return (
    <div className="raw">
      <p>
        <code>{title}</code> · {body.contentType ?? "no body"} · {bytes(body.length)}
        {body.captured < body.length && ` (first ${bytes(body.captured)} kept)`}
        {body.contentEncoding && ` · ${body.contentEncoding}`}
      </p>
      <p className="actions">
        {indented !== null && (
          <label>
            <input
              type="checkbox"
              checked={pretty}
              onChange={(event) => setPretty(event.target.checked)}
            />{" "}
            indent JSON
          </label>
        )}
        {body.captured > 0 && (
          <a href={href} download>
            Download the bytes
          </a>
        )}
      </p>
      {text && <pre>{text}</pre>}
    </div>
  );
}
