/** Widths, in pixels, that smaller copies of pictures come in. They are never larger than the picture. */
export const thumbnailWidths = [160, 320, 640, 1280] as const
