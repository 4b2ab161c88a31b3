import torch

from training.device import _is_faster, _seconds, best_device, has_fast_bfloat16


def test_finding_out_what_is_faster_draws_no_random_number() -> None:
    """It did, in the middle of the first training of a process, which was then another than the second with the same seed."""
    _is_faster.cache_clear()
    torch.manual_seed(0)
    before = torch.get_rng_state()
    has_fast_bfloat16(best_device())
    assert _seconds(torch.float32) > 0
    assert torch.equal(torch.get_rng_state(), before)
