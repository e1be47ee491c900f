import { FACETS, type SearchResult } from "../api";
import { count } from "../format";
import { hasTerm } from "../query";

interface Props {
  facets: SearchResult["facets"];
  query: string;
  onFilter: (field: string, value: string, negated: boolean) => void;
}

/** The values of each field among the hits, with "only" on the value and "not" beside it. */
export function Facets({ facets, query, onFilter }: Props) {
  return (
    <>
      {FACETS.map((field) => {
        const values = facets[field] ?? [];
        if (values.length === 0) return null;
        const most = Math.max(...values.map((value) => value.count));
        return (
          <details key={field} open>
            <summary>{field}</summary>
            <ul>
              {values.map(({ value, count: hits }) => {
                const only = hasTerm(query, field, value);
                return (
                  <li key={value} className={only ? "only" : ""}>
                    <button
                      type="button"
                      className="value"
                      aria-pressed={only}
                      title={only ? `Stop showing only ${value}` : `Only ${value}`}
                      onClick={() => onFilter(field, value, false)}
                    >
                      <span className="name">{value}</span>
                      <span className="hits">{count(hits)}</span>
                      <span className="share" style={{ width: `${(100 * hits) / most}%` }} />
                    </button>
                    <button
                      type="button"
                      className="not"
                      aria-label={`Exclude ${field} ${value}`}
                      title={`Not ${value}`}
                      onClick={() => onFilter(field, value, true)}
                    >
                      −
                    </button>
                  </li>
                );
              })}
            </ul>
          </details>
        );
      })}
    </>
  );
}
