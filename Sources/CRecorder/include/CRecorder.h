// The recorder is a preloaded library without an interface: it starts from its constructor when ARENASCOPE_RECORD is set.
#pragma once
