"""A hall under load over HTTP: the centre, the house with its workers, the clients, and the bugs planted in it.

`bench.hall_correctness` and `bench.hall_throughput` run it; `bench.hall_checker` judges what the clients wrote down.
"""
