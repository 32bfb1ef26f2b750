// FlatMinima
