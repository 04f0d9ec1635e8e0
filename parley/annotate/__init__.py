"""Documents in; sentences, dates, names, quotes, frames and events out. Nothing here looks beyond one article."""
