import { Button, Checkbox, Code, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { UndoList } from '../../shared/contract.ts';
import { useText } from '../i18n/format.ts';
import { useWizard } from '../state/use.ts';
import { Action } from './Action.tsx';
import { Dialog } from './Dialog.tsx';
import { Loading } from './Loading.tsx';
import { Problem } from './Problem.tsx';
import { Scrolling } from './Scrolling.tsx';

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
  const named = ({ table, rows }: UndoList['takenOut'][number]) =>
    `${table}: ${t('cli.rollback.rows', { count: rows })}`;
  return (
    <Dialog onClose={onClose} size="lg" title={t('wizard.undo.title')}>
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
            {list.takenOut.length > 0 && (
              <Objects title={t('wizard.undo.takenOut')} names={list.takenOut.map(named)} />
            )}
            {list.givenBack.length > 0 && (
              <Objects title={t('wizard.undo.givenBack')} names={list.givenBack.map(named)} />
            )}
            {list.dropped.length === 0 && list.takenOut.length > 0 ? null : list.dropped.length === 0 ? (
              <Text size="sm">{t('wizard.undo.nothing')}</Text>
            ) : (
              <Objects title={t('wizard.undo.drops', { count: list.dropped.length })} names={list.dropped} />
            )}
            {list.broughtBack.length > 0 && (
              <Objects
                title={t('wizard.undo.back', { count: list.broughtBack.length })}
                names={list.broughtBack}
              />
            )}
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
          <Action
            color="red"
            why={
              !list
                ? t(busy ? 'wizard.why.moment' : 'wizard.why.list')
                : sure
                  ? null
                  : t('wizard.why.tick', { label: t('wizard.undo.sure') })
            }
            onClick={() => {
              onClose();
              void undo(run.id, given);
            }}
          >
            {t(verb(list), { count: list?.dropped.length ?? 0, schema: run.target.schema })}
          </Action>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** The button says what it does, and to what. */
function verb(list: UndoList | null): string {
  if (!list || list.dropped.length === 0) return 'wizard.undo.doNothing';
  return list.broughtBack.length > 0 ? 'wizard.undo.doBack' : 'wizard.undo.do';
}

function Objects({ title, names }: { title: string; names: string[] }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <Scrolling className="tall" style={{ maxHeight: 'min(12rem, 25dvh)' }} label={title}>
        <Code block className="pre">
          {names.join('\n')}
        </Code>
      </Scrolling>
    </div>
  );
}
