// A table that folds on narrow screens.
import type { Child } from 'hono/jsx';

interface Column {
  head: string;
  number?: boolean;
}

/** A table. On narrow screens each row becomes a block, each cell preceded by its column's head. */
export function FoldingTable({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: Column[];
  rows: Child[][];
}) {
  return (
    <table class="folding" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ head, number }) => (
            <th scope="col" class={number ? 'number' : undefined}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>
            {cells.map((cell, index) => (
              <td data-head={columns[index]?.head} class={columns[index]?.number ? 'number' : undefined}>
                {/* One child, so that a folded cell has its head and this. */}
                <div>{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
