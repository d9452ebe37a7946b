import { useWatch } from 'react-hook-form'
import type { EffectiveSettings, SettingLevel } from '../records.ts'
import { useEffectiveSettings } from './effective-settings-query.ts'

type Key = keyof EffectiveSettings['chain'][number]['values']

export interface Inherited {
  value: string
  /** The level that says it, as it stands after "from". */
  from: string
}

/** The record above the one in the form, by what is chosen there now. An account has none: the system is above it. */
function useAbove(level: SettingLevel): { at: SettingLevel; id: number | undefined } {
  const [id, keywordId, siteId, accountId]: (number | null | undefined)[] = useWatch({
    name: ['id', 'keywordId', 'siteId', 'accountId'],
  })
  const chosen = {
    content: keywordId ? { at: 'keyword' as const, id: keywordId } : { at: 'site' as const, id: siteId },
    keyword: { at: 'site' as const, id: siteId },
    site: { at: 'account' as const, id: accountId },
    account: { at: 'account' as const, id },
  }[level]
  return { at: chosen.at, id: chosen.id ?? undefined }
}

/** What would hold for a setting that is left empty in the form. Undefined while that is not known. */
export function useInherited(level: SettingLevel): (key: Key) => Inherited | undefined {
  const above = useAbove(level)
  const { data, isPlaceholderData } = useEffectiveSettings(above.at, above.id)
  return (key) => {
    if (!data || isPlaceholderData || above.id === undefined) return undefined
    const said = data.chain.find(
      ({ origin, values }) => values[key] !== null && (level !== 'account' || origin === 'system'),
    )
    const value = said?.values[key]
    return said && value !== null && value !== undefined ? { value: `${value}`, from: `the ${said.origin}` } : undefined
  }
}
