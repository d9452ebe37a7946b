import { everydayScenes } from '../likenesses.ts'
import type { PictureLanguage } from './picture-language.ts'

export const english: PictureLanguage = {
  of: ' of ',
  comma: ', ',
  stop: '.',
  gap: ' ',
  inPicture: '',
  subject: 'Subject: ',
  establishing: 'Wide establishing view',
  framings: [
    'Close-up',
    'Wide view',
    'View from above',
    'Low-angle view',
    'Eye-level view',
    'Framed view',
    'Quiet detail',
    'Side view',
    'Distant view',
  ],
  endings: [
    'Soft side light, shallow depth.',
    'Long morning shadows, open space on one side.',
    'Everything in clear order under even daylight.',
    'Warm light against a blue dusk.',
    'Strong diagonals in crisp midday light.',
    'Muted surroundings with one bright accent.',
    'Reflections on a wet surface after rain.',
  ],
  everyday: everydayScenes,
}
