"""Replicas: many trainings of one structure at once, for races of rates, sweeps and seeds."""

from core.replicas.recording import ReplicaRecording
from core.replicas.replicas import Replicas, compile_replicas
from core.replicas.state import ReplicaState

__all__ = ["ReplicaRecording", "ReplicaState", "Replicas", "compile_replicas"]
