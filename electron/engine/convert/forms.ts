import type { ColumnFit, ConversionName, ValueForm } from '../../../shared/model/index.ts';
import { conversionOf, decodeColumn, exactReader } from './column.ts';
import { momentParts } from './form-time.ts';
import { isSame } from './formed.ts';
import { formsAsked } from './forms-asked.ts';
import { type Conversion, Trouble } from './types.ts';
import type { SqlValue } from './values.ts';

/** Units of numbers since 1970; those of the years 1990 to 2100 are apart from one another by far. */
const units = [1, 1000, 1_000_000] as const;
const certain = { from: Date.UTC(1990, 0, 1) / 1000, to: Date.UTC(2100, 0, 1) / 1000 };

interface Counted {
  form: ValueForm;
  exact: (value: Exclude<SqlValue, null>) => string | null;
  values: number;
}

/** Counts, value by value, which one form a column of the source is written in, for a type of the target. */
export class FormCounter {
  readonly #conversion: ConversionName;
  readonly #fit: ColumnFit | undefined;
  readonly #plain: Conversion;
  readonly #forms = new Map<string, Counted>();
  #plainValues = 0;
  #values = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;

  constructor(conversion: ConversionName, fit: ColumnFit | undefined) {
    this.#conversion = conversion;
    this.#fit = fit;
    this.#plain = conversionOf({ conversion, fit });
  }

  /** Takes every value of the column, once. */
  add(value: SqlValue): void {
    if (value === null) return;
    this.#values++;
    if (typeof value === 'bigint' || typeof value === 'number') {
      this.#least = Math.min(this.#least, Number(value));
      this.#most = Math.max(this.#most, Number(value));
    }
    if (this.#isPlain(value)) this.#plainValues++;
    for (const form of formsAsked(this.#conversion, value)) {
      const counted = this.#counted(form);
      if (counted.exact(value) !== null) counted.values++;
    }
  }

  /** True where every value that was counted is in that form: undoing it gives each back as it was. */
  isWhole(form: ValueForm): boolean {
    return this.#counted(form).values === this.#values;
  }

  /** The form that gives back most values unchanged; null where the conversion's own spelling does for as many. */
  best(): ValueForm | null {
    let best: Counted | null = null;
    for (const counted of this.#forms.values()) {
      if (counted.form.kind === 'epoch' && !this.#isCertain(counted.form.unit)) continue;
      const isMore = best === null || counted.values > best.values;
      const isTie = best !== null && counted.values === best.values;
      if (isMore || (isTie && rank(counted.form) < rank((best as Counted).form))) best = counted;
    }
    return best !== null && best.values > this.#plainValues ? best.form : null;
  }

  /** A zone is another spelling also where the conversion understands it. */
  #isPlain(value: Exclude<SqlValue, null>): boolean {
    const text = this.#plain.encode(value);
    if (text instanceof Trouble) return false;
    if (this.#conversion !== 'timestamptz' || typeof value !== 'string') return true;
    const parts = momentParts(value);
    const short = parts && `${parts.day} ${parts.time}${fraction(parts.fraction)}${parts.zone}`;
    const column = { conversion: this.#conversion, fit: this.#fit };
    return isSame(decodeColumn(column, text, { sixDecimals: false, alwaysDecimals: false }), short ?? value);
  }

  #counted(form: ValueForm): Counted {
    const key = JSON.stringify(form);
    const found = this.#forms.get(key);
    if (found) return found;
    const counted = { form, exact: exactReader(this.#conversion, this.#fit, form), values: 0 };
    this.#forms.set(key, counted);
    return counted;
  }

  #isCertain(unit: (typeof units)[number]): boolean {
    return this.#least >= certain.from * unit && this.#most < certain.to * unit;
  }
}

/** Among forms that cover as many values, the one that more programs write. */
function rank(form: ValueForm): number {
  // Numbers that are all REAL stay so when they are whole.
  if (form.kind === 'epoch') return form.real ? 0 : 1;
  if (form.kind !== 'moment') return 0;
  // JavaScript writes three decimals always, Python six or none.
  if (form.decimals === 3 && !form.shortWhole) return 0;
  if (form.decimals === 6 && form.shortWhole) return 1;
  return form.decimals === null ? 2 : 3;
}

function fraction(digits: string): string {
  const kept = digits.replace(/0+$/, '');
  return kept && `.${kept}`;
}
