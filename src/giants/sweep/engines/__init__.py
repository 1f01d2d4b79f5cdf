"""Ways to compute chunks: in this process, in supervised local processes, on a Dask cluster."""
