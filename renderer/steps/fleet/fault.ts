import type { ErrorData } from '../../../shared/errors.ts';
import { fileName } from '../../../shared/file-name.ts';
import { useText } from '../../i18n/format.ts';
import { otherOf } from '../../state/fleet-list.ts';
import { useWizard } from '../../state/use.ts';

/** What is wrong with a line, in the words of somebody who sees the list and not its file. */
export function useFault(): (error: ErrorData) => string {
  const { t } = useText();
  const vehicles = useWizard((state) => state.fleet?.vehicles);
  return (error) => {
    if (error.code !== 'fleet.row') return error.message;
    const other = fileName(otherOf(error, vehicles ?? []));
    return t(`wizard.fleet.faults.${error.details.fault}`, { other, defaultValue: error.message });
  };
}
