"""A dataset → its story under every case that readers may one day get, on one page for editors to read beforehand."""
