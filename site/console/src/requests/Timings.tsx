import type { RequestDetail } from "../api";
import { duration } from "../format";

/** The course of the request as bars on one scale. */
export function Timings({ detail }: { detail: RequestDetail }) {
  const { totalMs, firstContentMs, upstreamMs } = detail.timing;
  const bars = [
    { label: "whole request", ms: totalMs, className: "accent" },
    { label: "to the first content", ms: firstContentMs, className: "warn" },
    { label: "waiting for upstreams", ms: upstreamMs, className: "quiet" },
    { label: "in the gateway", ms: Math.max(0, totalMs - upstreamMs), className: "good" },
  ];
  return (
    <table className="timings">
      <tbody>
        {bars.map(({ label, ms, className }) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            <td className="number">{duration(ms)}</td>
            <td className="track">
              <span
                className={`bar ${className}`}
                style={{ width: `${totalMs > 0 && ms !== null ? Math.max(0.5, (100 * ms) / totalMs) : 0}%` }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
