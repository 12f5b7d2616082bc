-- The best few of all helpers for one arriving need, in one statement: what the package that keeps helpers copies.
--
-- One row for each helper and skill, so that one GiST index over skill and place (btree_gist) walks outwards from
-- the need among those who have the skill, nearest first; the level of vetting is looked at in the index, too.
-- The circle ends the walk where too few are found. The other rules are filters, asked before LIMIT, so that the
-- answer is the true nearest. Who is not on duty or has no capacity left stands in no index. Bits, levels and
-- minutes are those of junction.engine.pairing.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE helper_skill (
    helper_id bigint NOT NULL,
    skill smallint NOT NULL,
    place point NOT NULL,          -- metres on a plane
    vetting smallint NOT NULL,
    free_from smallint NOT NULL,   -- minutes of the day
    free_until smallint NOT NULL,
    capacity smallint NOT NULL,
    recent smallint NOT NULL,      -- tasks of the last 30 days
    languages integer NOT NULL,    -- a bit each
    setting integer NOT NULL,      -- -1: may cross settings
    reach integer NOT NULL,        -- metres
    PRIMARY KEY (helper_id, skill)
);

-- Made after the rows of a first load; with `CONCURRENTLY` where people wait:
-- CREATE INDEX ON helper_skill USING gist (skill, place, vetting) WHERE capacity > 0;

CREATE TABLE kept_apart (
    household_id bigint NOT NULL,
    helper_id bigint NOT NULL,
    PRIMARY KEY (household_id, helper_id)
);

CREATE FUNCTION nearest_helpers(
    asked_skill integer, least_vetting integer, here point, within integer, opens integer, closes integer,
    lasts integer, asked_languages integer, asked_setting integer, household bigint, count integer
) RETURNS TABLE (helper_id bigint, metres double precision, recent smallint)
LANGUAGE plpgsql STABLE
-- Only the walk ends early; PostgreSQL thinks a circle smaller than it is, and would rather sort all that it holds.
SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT offered.helper_id, offered.place <-> here, offered.recent
    FROM helper_skill AS offered
    WHERE offered.skill = asked_skill::smallint  -- of the index's type, or it is not used
      AND offered.vetting >= least_vetting::smallint
      AND offered.capacity > 0
      AND offered.place <@ circle(here, within)
      AND offered.place <-> here <= offered.reach
      AND least(offered.free_until, closes) - greatest(offered.free_from, opens) >= lasts
      AND offered.free_until > offered.free_from
      AND (asked_languages = 0 OR offered.languages & asked_languages <> 0)
      AND (offered.setting < 0 OR asked_setting < 0 OR offered.setting = asked_setting)
      AND NOT EXISTS (
          SELECT FROM kept_apart AS apart
          WHERE apart.household_id = household AND apart.helper_id = offered.helper_id
      )
    ORDER BY offered.place <-> here
    LIMIT count;
END
$$;
