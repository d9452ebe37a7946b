import { type Motif, readMotifs } from './motif.ts'

/** Likenesses for what has no looks of its own. Shared by the themes that deal in ideas. */
export const likenesses: Motif[] = readMotifs(`
  secur vulnerab malicious attack advisor exploit encrypt trust squat | a locksmith comparing two keys that are almost alike / a heavy vault door standing slightly open with light in the gap / a night guard with a lantern checking a row of doors
  requirement minimum baseline limit threshold constraint | a river lock whose gate has been raised a little higher / a climber measuring the height of a step cut into rock / a row of stepping stones across a stream, the first ones under water
  compatib interop backport both migrat edition | an old stone bridge continued by a new steel span / two railway tracks of different make joining at a switch / a carpenter fitting a new drawer into an antique cabinet
  upgrade updat upgrad painless renew modern | a mechanic lifting a new engine into a well-kept old car / scaffolding around a familiar house while one wall is renewed / a gardener grafting a young branch onto an old tree
  affected support distribution platform target legacy older unsupported drop | lamps along a quay, most of them lit and a few gone dark / a ferry leaving a pier while some passengers stay behind / an old lighthouse and a new one on the same cape
  performance faster speed fast$ slow optimi quick latency | a cyclist leaning into a bend, the background streaked by speed / relay runners passing a baton at full stride / a rowing eight cutting through flat water
  memory buffer cache storage uninitial alloc | a wall of small wooden drawers, one of them open and empty / shelves of empty glass jars waiting to be filled / a honeycomb with some of its cells still empty
  offline network connect internet server cloud request | a traveller at a small aeroplane window with a neatly packed tool case open on the lap / a remote mountain hut with full shelves and snow outside / fishing nets hung between poles, their knots catching the light
  error bug fix broke break regression abort panic crash unwind fail | a watchmaker replacing one tiny broken gear under a lamp / a repaired ceramic bowl with its cracks filled in gold / a trapeze artist falling safely into a wide net / a row of dominoes stopped halfway by a hand
  macro generat template syntax pars token transform | a loom turning loose threads into patterned cloth / clay pressed through a mould into identical tiles / a stencil held to a wall and the same leaf painted along it / one square of folded paper becoming a crane / a pasta maker cutting a sheet of dough into even ribbons / children sorting coloured beads onto strings / a glassblower shaping one glowing piece into another
  compil build$ building builds bootstrap toolchain binar | a sawmill where rough logs go in and smooth planks come out / a smith forging a hammer with another hammer / shipwrights fitting planks to the ribs of a hull / a foundry worker pouring glowing metal into a mould
  library librar crate archive registr unpack package module dependenc component cargo | wooden crates stacked in a tidy warehouse, a worker carrying one of them / a tool wall with every tool in its place and one in hand / interlocking wooden blocks being joined on a bench
  interface trait api$ apis async await concurren parallel | several cooks working side by side in one kitchen without colliding / a juggler keeping many balls in the air / threads of many colours running side by side through a comb
  test verif audit check review quality lint | engineers loading a model bridge with weights / a potter holding a bowl up to the window to look for cracks / an orchard worker checking apples one by one
  embedded hardware kernel linux device circuit chip system | a circuit board seen so close that it looks like a city at night / the open engine room of a ship with polished pipes / the foundation stones of a tall house, seen from below ground
  community meetup contribut volunteer people together conference team$ teams | people of all ages around a long table under strings of lights / many hands raising the wooden frame of a barn / a circle of friends sharing tools in a sunny yard
  roadmap plan goal mission vision strateg milestone priorit flagship | hikers on a ridge looking towards a far summit / a navigator setting a course with compass and dividers on a wooden table / three lanterns marking a path up a dark hill / an archer drawing a bow towards a far target / stepping stones leading across still water to a bright island
  survey feedback opinion question propos idea discuss request debate | neighbours in a half circle of chairs, one of them speaking / a long row of people dropping pebbles into glass jars / paper boats with small candles drifting towards one shore
  govern leader mentor organi bandwidth process member charter council | an experienced rower teaching a young crew at the oars / a conductor giving the entry to a small orchestra / a gardener tying young trees to straight stakes
  progress track report status triage follow visib | a surveyor looking through a telescope across a half-built valley road / a wall of climbing plants, each at a different height / a watchtower above a forest on a clear morning
  birthday anniversar celebrat years decade history | a cross-section of a tree trunk with its rings in warm light / a garden party with paper lanterns and a cake cut into many pieces / an old photograph album open beside a fresh bunch of flowers
  timeline schedul deadline date calendar deprecat retire | a sundial in a courtyard with a long shadow / sand running through a large hourglass by a window / a station platform at the minute before departure
  stabilit reliab robust maintain maintenance sustainab long-term | a stone arch standing firm in a fast river / a well-oiled clock tower mechanism with its keeper / an old oak holding a hillside together
  learn teach document tutorial guide beginner newcomer explain | a grandmother showing a child how to tie a knot / an apprentice watching closely at a workbench / a guide with a lamp leading visitors through a cave
  money cost price euro$ euros dollar saving saver deposit budget invest market bank tax fund$ funding credit econom | coins stacked beside growing seedlings on a windowsill / a market scale with two baskets in balance / a ferryman taking a coin from a traveller
  law court right$ rights rule polic regulat vote elect politic | an empty courtroom with light falling on the bench / people queueing calmly outside a village hall / a pair of brass scales on a wooden desk
  risk danger crisis warn undefined unsafe uncertain soundness | a tightrope walker above a misty valley / a cracked dam wall with one thin line of water / a lone figure on thin ice near the shore
  simpl small tiny minor tweak detail | a single pebble changing the course of a rivulet / a hand turning a small screw in a large machine / a tiny bird on the rim of a great bell
  choice option alternative instead trade-off consider decid | a fork in a forest path with a walker pausing / three open doors at the end of a quiet corridor / a tailor laying two cloths side by side
  open outside join welcome front door access | a wide open front door with evening light on the threshold / a garden gate swinging open onto a busy lane / a harbour welcoming small boats from open sea
  hash map$ data database index collection list | a card cabinet with many small drawers seen from the front / a beehive frame held up against the sun / a sorting table where parcels are pushed into round baskets
  name rename key$ identity label | two identical suitcases on a luggage belt / a ring of keys hanging beside a single lock / masks on a wall, one of them being put on
  release announc launch ship$ shipped stabiliz | a freshly built wooden boat sliding down a slipway into calm water / dock workers casting off the ropes of a ship at sunrise / a craftsman opening the doors of a workshop to show a finished machine
  article$ articles blog essay author writer magazine publish | an old printing press with its great wheel turning / a bookbinder sewing folded sheets together / a reader in an armchair by a lamp / closed books beside a steaming cup
`)

/** Scenes for anything at all, when no word of a text calls for one: making and handing on first. */
export const everydayScenes = [
  'a workbench with one unfinished piece on it',
  'two hands passing a small object to each other',
  'a staircase with light falling from above',
  'the open back of a clock with its wheels in view',
  'a path across an open field towards a line of trees',
  'a row of boats tied to a jetty on still water',
  'a single lamp in a window at dusk',
  'a quiet desk by a window with morning light on worn wood',
  'a hilltop view over roofs in the early haze',
  'footprints leading along an empty beach',
  'a courtyard with a fig tree and an empty chair',
]
