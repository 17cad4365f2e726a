import { Button, Checkbox, Code, Group, Modal, PasswordInput, ScrollArea, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Loading } from './Loading.tsx';
import { Problem } from './Problem.tsx';

interface Undoable {
  id: string;
  target: { managed: boolean; url: string; schema: string };
}

/** Shows what an undo would drop, and drops it when the user has said that this is wanted. */
export function UndoDialog({ run, onClose }: { run: Undoable; onClose: () => void }) {
  const { t } = useText();
  const list = useWizard((state) => state.undoList);
  const busy = useWizard((state) => state.busy.undo === true);
  const load = useWizard((state) => state.loadUndoList);
  const undo = useWizard((state) => state.undo);
  const [password, setPassword] = useState('');
  const [sure, setSure] = useState(false);
  const given = password === '' ? null : password;
  useEffect(() => void load(run.id, null), [load, run.id]);
  const place = run.target.managed ? t('wizard.target.managed') : run.target.url;
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('wizard.undo.title')}
      closeButtonProps={{ 'aria-label': t('wizard.close') }}
    >
      <Stack>
        <Text className="wrap">{t('wizard.undo.text', { schema: run.target.schema, place })}</Text>
        <Problem slot="undo" />
        {!run.target.managed && list === null && !busy && (
          <Group align="end">
            <PasswordInput
              flex={1}
              label={t('wizard.resume.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button variant="default" onClick={() => void load(run.id, given)}>
              {t('wizard.undo.list')}
            </Button>
          </Group>
        )}
        {busy && <Loading />}
        {list && (
          <>
            <Text size="sm" fw={600}>
              {t('wizard.undo.drops', { count: list.length })}
            </Text>
            <ScrollArea.Autosize mah="14rem" type="auto" viewportProps={{ tabIndex: 0 }}>
              <Code block className="pre">
                {list.length === 0 ? t('wizard.undo.nothing') : list.join('\n')}
              </Code>
            </ScrollArea.Autosize>
            <Checkbox
              checked={sure}
              onChange={(event) => setSure(event.currentTarget.checked)}
              label={t('wizard.undo.sure')}
            />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('wizard.undo.keep')}
          </Button>
          <Button
            color="red"
            disabled={!sure || !list}
            onClick={() => {
              onClose();
              void undo(run.id, given);
            }}
          >
            {t('wizard.undo.do', { count: list?.length ?? 0, schema: run.target.schema })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
