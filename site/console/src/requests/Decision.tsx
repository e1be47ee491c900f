import type { RequestDetail } from "../api";
import { duration } from "../format";

/** Where the request went, and why: enough to compute the decision again. */
export function Decision({ detail }: { detail: RequestDetail }) {
  const { decision, attempts } = detail;
  return (
    <div className="decision">
      {decision.answeredBy && (
        <p>
          Answered by <b>{decision.answeredBy}</b>; no model was asked.
        </p>
      )}
      <ol>
        {decision.explanation.map((line, index) => (
          <li key={index}>{line}</li>
        ))}
      </ol>
      {attempts.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Attempt</th>
              <th scope="col">Target</th>
              <th scope="col">Status</th>
              <th scope="col">First byte</th>
              <th scope="col">Duration</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.number}>
                <td>{attempt.number}</td>
                <td>
                  {attempt.provider}/{attempt.model}
                  {attempt.problem && (
                    <small title={attempt.problem.detail}> {attempt.problem.code}</small>
                  )}
                </td>
                <td>{attempt.status || "–"}</td>
                <td>{duration(attempt.firstByteMs)}</td>
                <td>{duration(attempt.durationMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet-text">
        configuration <code>{decision.configHash.slice(0, 16)}</code> · draw{" "}
        <code>{decision.draw.toFixed(6)}</code>
      </p>
    </div>
  );
}
